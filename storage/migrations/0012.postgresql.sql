UPDATE blobs SET content = '' WHERE hash IN (SELECT blob FROM blob_pieces);
