UPDATE blobs SET content = x'' WHERE hash IN (SELECT blob FROM blob_pieces);
