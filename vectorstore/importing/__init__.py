"""Files of every kind read into articles, one module for each kind; `vectorstore.reading` is the border."""
