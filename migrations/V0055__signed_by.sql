-- SHA-256 of the certificate whose key signed the PDF: what a verifier compares with the keys that the issuer publishes.
-- Null on certificates from before.
ALTER TABLE Certificates ADD SignedBy ${code} NULL;
