/* Debian builds Civetweb, Orthanc's HTTP server, for OpenSSL 1.1, and has it open "libssl.so" for TLS. OpenSSL 3 has renamed
   one of the functions that Civetweb looks for there, so that Orthanc crashes at the first connection. This library takes
   the name libssl.so, has that function, and needs libssl.so.3 for all others. */
void *SSL_get1_peer_certificate(const void *connection);

void *SSL_get_peer_certificate(const void *connection)
{
    return SSL_get1_peer_certificate(connection);
}
