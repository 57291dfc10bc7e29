/// Certificates for tests, self-signed, and their keys; known to everybody.
package enum SampleCertificates {
    /// A certificate for `a.example`, `localhost`, and `127.0.0.1`.
    package static let certificate = """
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

    /// The key of ``certificate``.
    package static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWLRjXP+PmbNWc6Yt
        Uk4c+bExN/rWrVgSpA3YGNPltVuhRANCAASvE2SGsB9xIfoj0i7Z+7IQ/6iz+Gh/
        6YqUqVPi0cwmom7htscaVBdQL8yGelb2PpPtQ6yPXl4IlxCWS7e2ww4M
        -----END PRIVATE KEY-----
        """

    /// A certificate for `b.example`, `localhost`, and `127.0.0.1`.
    package static let otherCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUTZ9TqaAxTYxDOKFmH+eHE28V9mAwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJYi5leGFtcGxlMCAXDTI2MTEyMTExNDE1N1oYDzIxMjYxMDI4
        MTE0MTU3WjAUMRIwEAYDVQQDDAliLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASEP6zvjECwTbN1nLC+BsYCsRz6sWekY91Uck5IqSLqGJY/Ix50U/NO
        HhYCbYa5i+KI+LdEvsXbrsLFGlRgay0Wo28wbTAdBgNVHQ4EFgQUdwu+z+1Zq/PJ
        r2/9VCSXc6zgHm0wHwYDVR0jBBgwFoAUdwu+z+1Zq/PJr2/9VCSXc6zgHm0wDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSQAwRgIhAM6eXBpGN6J76MyVg5+mxbsV91LfHTlqzmghicDjUyG0AiEA
        yAdO+pUWI768XDr0y/2ZRgPp7ypUDKE3fQvlr2UiM7I=
        -----END CERTIFICATE-----
        """

    /// The key of ``otherCertificate``.
    package static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxLagWZosV/236ITK
        44MlVRmg8jTf4WKdni54zGQY7f6hRANCAASEP6zvjECwTbN1nLC+BsYCsRz6sWek
        Y91Uck5IqSLqGJY/Ix50U/NOHhYCbYa5i+KI+LdEvsXbrsLFGlRgay0W
        -----END PRIVATE KEY-----
        """
}
