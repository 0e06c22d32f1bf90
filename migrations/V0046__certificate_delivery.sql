-- How the letter about a new certificate brings it: not at all (None: there is no letter), by the address at which it is
-- verified (Link), or with the PDF attached (File).
ALTER TABLE Centers ADD CertificateDelivery ${code} NOT NULL DEFAULT 'Link';
