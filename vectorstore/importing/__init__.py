"""Files of every kind read into articles, one module for each kind; `vectorstore.importing.loading` is the border."""
