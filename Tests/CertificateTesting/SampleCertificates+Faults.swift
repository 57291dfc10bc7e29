// Certificates that clients refuse, all for ``SampleCertificates/key``.

extension SampleCertificates {
    /// A certificate for `localhost` and `127.0.0.1`, self-signed, that was good until 2021-01-01.
    package static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBWTCB/6ADAgECAhR9YV+j9fIi1iPopmk/Q11n9KsxdzAKBggqhkjOPQQDAjAU
        MRIwEAYDVQQDDAlhLmV4YW1wbGUwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAw
        MDAwWjAUMRIwEAYDVQQDDAlhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMB
        BwNCAASvE2SGsB9xIfoj0i7Z+7IQ/6iz+Gh/6YqUqVPi0cwmom7htscaVBdQL8yG
        elb2PpPtQ6yPXl4IlxCWS7e2ww4Moy8wLTAPBgNVHRMBAf8EBTADAQH/MBoGA1Ud
        EQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjOPQQDAgNJADBGAiEApo4/cxU+
        rqtNXH26tJmzKa4AcMN9MPwu5k62zAQMKBECIQDFsITahbj6Yig687Wo1S5zGKrt
        x1MlFx62f4pHHo0qjQ==
        -----END CERTIFICATE-----
        """

    /// A certificate for `localhost` and `127.0.0.1`, self-signed, that is good from 2120-01-01 on.
    package static let future = """
        -----BEGIN CERTIFICATE-----
        MIIBXTCCAQOgAwIBAgIUakQTnxmOAqCSDk1PvxjHS4w0uUswCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJYS5leGFtcGxlMCIYDzIxMjAwMTAxMDAwMDAwWhgPMjEyMTAx
        MDEwMDAwMDBaMBQxEjAQBgNVBAMMCWEuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABK8TZIawH3Eh+iPSLtn7shD/qLP4aH/pipSpU+LRzCaibuG2xxpU
        F1AvzIZ6VvY+k+1DrI9eXgiXEJZLt7bDDgyjLzAtMA8GA1UdEwEB/wQFMAMBAf8w
        GgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0gAMEUCIEpR
        IUEwKT83S/0F1MT81d+7PcTCC4v8DAxJYcI12LQaAiEAyDU5eyJVI1/6JZbcC4xV
        RlVTqo/Vz0PIt90URZEWGMU=
        -----END CERTIFICATE-----
        """

    /// A certificate for `a.example` and `www.a.example`, self-signed, good until 2126-10-28.
    package static let forOtherNames = """
        -----BEGIN CERTIFICATE-----
        MIIBZTCCAQqgAwIBAgIUapV+RFhTLDbdb9h760uvUPxguhQwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJYS5leGFtcGxlMCAXDTI2MTEyMTAwMDAwMFoYDzIxMjYxMDI4
        MDAwMDAwWjAUMRIwEAYDVQQDDAlhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASvE2SGsB9xIfoj0i7Z+7IQ/6iz+Gh/6YqUqVPi0cwmom7htscaVBdQ
        L8yGelb2PpPtQ6yPXl4IlxCWS7e2ww4MozgwNjAPBgNVHRMBAf8EBTADAQH/MCMG
        A1UdEQQcMBqCCWEuZXhhbXBsZYINd3d3LmEuZXhhbXBsZTAKBggqhkjOPQQDAgNJ
        ADBGAiEAmvb1y9Eg13zL/a/PUCB3RXcqZT/PtDkvxTkejMNh4U4CIQCLt3MK1+XU
        jz8A/BjyDZraR7fWh+pRJJBh6ffR7PRQvg==
        -----END CERTIFICATE-----
        """

    /// A certificate for `localhost` and `127.0.0.1` that an authority has signed which nobody knows.
    package static let ofUnknownAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBYDCCAQagAwIBAgIUdwekchTaiNlx/hlSmtehLjRBfyYwCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRYXV0aG9yaXR5LmV4YW1wbGUwIBcNMjYxMTIxMDAwMDAwWhgP
        MjEyNjEwMjgwMDAwMDBaMBQxEjAQBgNVBAMMCWEuZXhhbXBsZTBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABK8TZIawH3Eh+iPSLtn7shD/qLP4aH/pipSpU+LRzCai
        buG2xxpUF1AvzIZ6VvY+k+1DrI9eXgiXEJZLt7bDDgyjLDAqMAwGA1UdEwEB/wQC
        MAAwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
        IAYnq70oTdlG4vzFjYqTr/r7CoRIf5bjgRwpT6sDW4ylAiEA/iUIujZoQOwGZ7HW
        kY6MsPsRrSoX88o8YAMMhvOCbzA=
        -----END CERTIFICATE-----
        """
}
