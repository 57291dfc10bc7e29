import FoundationEssentials
import SystemPackage

/// The files of a certificate and its key; both are known to everybody.
struct SamplePair: Sendable {
    /// The certificate.
    let certificate: FilePath

    /// The key.
    let key: FilePath

    /// Writes the pair into a directory.
    ///
    /// - Throws: What writing throws.
    static func write(into directory: FilePath) throws -> SamplePair {
        let pair = SamplePair(certificate: directory.appending("tls.crt"), key: directory.appending("tls.key"))
        try Data(certificateText.utf8).write(to: URL(filePath: pair.certificate.string))
        try Data(keyText.utf8).write(to: URL(filePath: pair.key.string))
        return pair
    }

    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUALKnLTPMn22aTNg7DrJKUGL9BAcwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJYS5leGFtcGxlMCAXDTI2MTEyMTExNDE1N1oYDzIxMjYxMDI4
        MTE0MTU3WjAUMRIwEAYDVQQDDAlhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASvE2SGsB9xIfoj0i7Z+7IQ/6iz+Gh/6YqUqVPi0cwmom7htscaVBdQ
        L8yGelb2PpPtQ6yPXl4IlxCWS7e2ww4Mo28wbTAdBgNVHQ4EFgQUBQfIAj/2XqaP
        C0PLjfEb1D0fOnAwHwYDVR0jBBgwFoAUBQfIAj/2XqaPC0PLjfEb1D0fOnAwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSQAwRgIhANBdciz1vOnEItjzWSSUlO984PbLKQSkkoC9EyAWDozxAiEA
        9UxHpbtw0guD4PK/0ou4u7kGhqrt8neJHRmme0cNk0w=
        -----END CERTIFICATE-----

        """

    private static let keyText = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWLRjXP+PmbNWc6Yt
        Uk4c+bExN/rWrVgSpA3YGNPltVuhRANCAASvE2SGsB9xIfoj0i7Z+7IQ/6iz+Gh/
        6YqUqVPi0cwmom7htscaVBdQL8yGelb2PpPtQ6yPXl4IlxCWS7e2ww4M
        -----END PRIVATE KEY-----

        """
}
