"""Pictures as a PDF holds them: drawings of plain shapes, PNG and JPEG."""
