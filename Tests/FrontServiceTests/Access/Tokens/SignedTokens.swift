/// Tokens that another implementation has signed (OpenSSL by Python), and the public keys for them.
///
/// They are by `https://id.example.com/`, for `attache` and `other`, about alice, good for the hour from 1,700,000,000
/// seconds after 1970 on. The private keys are gone.
enum SignedTokens {
    /// The JWK Set.
    static let keySet = #"{"keys":["# + keys.joined(separator: ",") + "]}"

    /// The members of the set: RSA, P-256, P-384, P-521 and Ed25519, with their names for `kid`.
    static let keys = [
        #"""
        {"kty":"RSA","kid":"rsa","use":"sig","n":"wvMqNcXMJrjglnluf7dwuP0QUiB0X0M8-u1z49VfP-i0cFxJyQwSV7\#
        cFQQfFm-8efMPleVqrm_TWBYWQu1vze5p7zUJXAVT_u4gDahV4GR5hkq8-wlRdfdIoJDzabvR1cPAMLEpET50pVIMLjaqCwg\#
        nOHQyOualyF3bEoB0WBW80gAK-WULh6SdUIpAyVvn4BONi2f2wJpx96Pv6S5DBF4gj6SVlKZik8BfRJ3aeiGMUvZgpAKpvkN\#
        kgt9IEh0P0iG_omUhC4yHZv_DnNWrwtM_6tkD8_QEX0sHbXfMPDMUD2-ePKmC3RZ5NY2BnUOrj-d1WwgovakZ2Avy51VkGJw\#
        ","e":"AQAB"}
        """#,
        #"""
        {"kty":"EC","kid":"p256","use":"sig","crv":"P-256","x":"QoSLk8lYmUCIZ04V4QzJL_QdY-MmHPJ1Et9WqTH2\#
        gq8","y":"FZc2vpop12E_V49TdTa3QFRSq6htaeAtYjij-i9Ftlk"}
        """#,
        #"""
        {"kty":"EC","kid":"p384","use":"sig","crv":"P-384","x":"5vdxD33boBanL4USvzJXnV030cv6t_-IjnnirOAT\#
        u8imMp25saClfEsYdCzQrtjc","y":"FNTTzT2C2gzZ3d__6yR2yaSF-Qcccf33AfqXcmHgLmnzZJa829WnDEV0kyUZ2Dym"\#
        }
        """#,
        #"""
        {"kty":"EC","kid":"p521","use":"sig","crv":"P-521","x":"AHP7w4sEnE-HhdGkdFfEkkajElDphityeskz5EhD\#
        8KqiKgAy3iXQfj3RapolNfhtOrWR7L5MsEAOGnPjVEajlIT2","y":"AAmTGVmZNXFoqtS-JW67ryrZ6eeh1vTQbmvJ0o0fq\#
        haFZBNFNNozRYIuKN-WXbZV3ZHkZTjkCj0JWMb7YtMLYmIS"}
        """#,
        #"""
        {"kty":"OKP","kid":"ed25519","use":"sig","crv":"Ed25519","x":"L15NJFwyf-5GzhW4N_JFUXMk6nyUJV9WSa\#
        dbjgr3KHA"}
        """#,
    ]

    /// The RSA key and that of P-256 in PEM.
    static let pem = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwvMqNcXMJrjglnluf7dw
        uP0QUiB0X0M8+u1z49VfP+i0cFxJyQwSV7cFQQfFm+8efMPleVqrm/TWBYWQu1vz
        e5p7zUJXAVT/u4gDahV4GR5hkq8+wlRdfdIoJDzabvR1cPAMLEpET50pVIMLjaqC
        wgnOHQyOualyF3bEoB0WBW80gAK+WULh6SdUIpAyVvn4BONi2f2wJpx96Pv6S5DB
        F4gj6SVlKZik8BfRJ3aeiGMUvZgpAKpvkNkgt9IEh0P0iG/omUhC4yHZv/DnNWrw
        tM/6tkD8/QEX0sHbXfMPDMUD2+ePKmC3RZ5NY2BnUOrj+d1WwgovakZ2Avy51VkG
        JwIDAQAB
        -----END PUBLIC KEY-----
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQoSLk8lYmUCIZ04V4QzJL/QdY+Mm
        HPJ1Et9WqTH2gq8Vlza+minXYT9Xj1N1NrdAVFKrqG1p4C1iOKP6L0W2WQ==
        -----END PUBLIC KEY-----
        """

    /// A token for each algorithm, by its name.
    static let tokens: [String: String] = [
        "RS256": """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.sfKq-Ilb0QhQUbmDrhwg5ESwP2vfygBVvvz0R7AsF-LYZfzEGEYGj0Oc6Gf0MNqmb4_UN6Sf8G-9CBoNbv3Pf6MPawE\
        UYkG7CQ2-DyIkk5Vx3skphW8ByphCCCQzNt8Mq0IHUDTzS62Ml4vjNE2I_DyhPb3n_U48W5gH2zjYewMMLUrXpNHqalcH9b0\
        0TBqU8emQUdKh52YAnlnQx_oBlbXW_wZYzCFKZvTROxYysoMv0zaWzWxmGRDAPG3uymRZHROqKNsn09RkiqEYvkqqQx5z06d\
        1ahUPc4HOcamNucVUg8GHK3_ojMRNAywQJd8zBvhg5uVNTr-bIcC3IJhSxw
        """,
        "PS256": """
        eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.Z1sV_uYUyqYwtM-oTgnjZBt6h8z83U_PQIWlJlRh1tNnPZ9aViEdrevslcg5brEiarRbjJgkkSuCFFfyM_8rb-4talP\
        N1ljU2mPNI7vYI5oezaDtfU4QmMHsHyuuwTfVRaw92bIBExprpnxlfszPUTwqn4Fegt22mxMIkvuMnSlIE5XZV_n1TaO_sW_\
        09uBcPk9rWHR4R6eIQzylbZ_ywG7xiNH_ngHdWLN13InQaZdmt_cWc-R-Tzg55u2_nRkOeh9NpMmCf85nk_5I0ZnjvC-UjGt\
        KxYMB4VN6jdwPN-PzGIq0VOQtETasUI1M-1JlskU60LgmFK9qa7JrD0_lmQ
        """,
        "RS384": """
        eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.wcQW2NTtCZ6kxlRqKh4vYFuj-PDuLQ-4RQUMb-9DVh4-ZvEfQDA4UIl-nFIuPstGPz2UAcUTIxIr1Vy-PgNOPijWqhU\
        DFVS3OmzT08ogTkS6QPCFKmSZeTemuhsPKu7QbGIS-nFcgxjAxz1CtgSiuQbkz1yAumOTr7kDTpubSeWSB5S2mXCSYEz7oP6\
        6aYYqKwXbEYeCCzLPmvRB6AR_TPcxI3QZtkU7v_KKKLkhbZkeW_TeGNzQMD1VsbUIdfgpoYlDhBlko-GmyEwBXFtQbkvNkOV\
        15LBcrO6Js4wafK7hbw5RFScpKY51MGH5kElMaU0IywENPv5riCIQccjr0Q
        """,
        "PS384": """
        eyJhbGciOiJQUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.apB6_0mgbh860wewJIPAszcr-jxlO4vl3gOm2SEUqEAP8BzEIsGPJS5rg5_soivlmH1xf25nM_QTY_nQ6axiHLbcXTN\
        zyTvbRfMKRS9x8TkJz7yZOzqNsSnJhlvEktJG0JhlSSuj-eGElAIaKAzxvBghRz4tnj35JLosTWHncxz10Cnqe01FjsiES6R\
        vHhMZ62Qx_M5254rKGn5xJxZRXLiIqvJAd1W8LPYcsG84vQIkfukTH7fEt_UjG8twCta1xR8bCLeQ9oSa2bx7TqKI0hjvyno\
        im8MBC5Kcxoykg6b4AiAM-jV3CFGvXtA4a87qYpbi4ChPrequeW_BHG_sPQ
        """,
        "RS512": """
        eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.XM35LzBQR3zsswfeAc9YAiR_CJY-nyVgbX6RlCNyhX6bLPVI2lnO3LnxvZARCyUt5Jm6lbgGpsmBeC-p7OoZtUIZdZY\
        _3JfhPhMOnbzeLwRNWe_pdJxBGYMrxPSEC6PS2qlTmpH_79Kkfq3S0tKyPvqDxijIkLsEDQb0TSSuI_-MwY6A1xc7s68e_gR\
        DammH7UDXv6Mg5qD5sZOexPGfeDPLr5vtH267GgpocU6mLV3hb37_D8aXpsklrM1Gi1u8QRtt6l60hFkjxMG6TrbtNWfaP2R\
        HkpgmdNQv5-ApFlx04-BulAyJQPiGpi6eCK5bBUSp7gwBHUfYCHsTRyLrRQ
        """,
        "PS512": """
        eyJhbGciOiJQUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.kdWyaPKSmABDmT62KZGXenrTygajayq0hQrS4DIh2EPmN_SpkgYSO9ZgJ00aowYDRHzsAw17QZxG2VJM27dJtkrBhyH\
        ncR15tU8xRngPmGoJMd-DsAH4J3s1QuQ9-G2T2RPdyDMOI29O19-gut3NkoV0beezSdnBnkXUu9B3OXsn2ws7pt_6Gj6R3PE\
        qauI2XNS-i9L9bDufSQnvj4fmaNyFt1hu25tmbhkY4K6ENNQDL5UVnlvlJXfwp01zMM28Eq4wlmW5et9fWqye6JXZ56RHYKm\
        L0jUZvqp2NRSFL-m-PxlL_7qsAtypPKW6_LRlTAhYdT5hcGbzeSuOoN4hAg
        """,
        "ES256": """
        eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InAyNTYifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tL\
        yIsImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwM\
        DAwMH0.Yg4yrIDo8DE22vkL62ULDTOygozqP5vqQ5zmgTAcfai_BN1DzO3XYnILOn-cUqeB-BNxmcBkbiJmfId6TWm_VA
        """,
        "ES384": """
        eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6InAzODQifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tL\
        yIsImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwM\
        DAwMH0.MDkTEAUn3JKI7ZQAd0fihbLmsK-hsCIn6D7U8yrsTD5cKHTC1nm2se2ehhKShHXY7cmjsieHgMDchaeSKKqeiO90F\
        IePAPm9G_lrLYqCpVBB6jE7jDVPMbzhhth2r0Ie
        """,
        "ES512": """
        eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6InA1MjEifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tL\
        yIsImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwM\
        DAwMH0.AUvvyVmAAg8noIMiz03WiyvxQj1pOwzrds1O3Yt9gdodPYHGbjCz6FPsEZJ_H63k5Vs-_tHVrCXP3S8INjXXEVn9A\
        ehD37EBv5w8r-0CPlA9vQK1r5YSg2Nnm90ZqJ_aYTstJabfougb3_2F5hnToD835NORbcBJVbmhKlzlUj7egdfL
        """,
        "EdDSA": """
        eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImVkMjU1MTkifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY\
        29tLyIsImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwM\
        DAwMDAwMH0.d8CjBUSjL_ec3DGsaxYw4aTHNqMjZnpsGZxbcrVA_ycEOH75LgdjPCSq3EqkwDE0cJwfGOf18O6nIeJrR4DGA\
        w
        """,
    ]

    /// A token that is signed by HS256 with the RSA key in PEM as the password (RFC 8725 §2.1).
    static let symmetric = """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyI\
        sImF1ZCI6WyJhdHRhY2hlIiwib3RoZXIiXSwic3ViIjoiYWxpY2UiLCJleHAiOjE3MDAwMDM2MDAsIm5iZiI6MTcwMDAwMDA\
        wMH0.06KL2M83DExtmO2dhlrDzmxk4MfJZ6KfkzQhWdgsLhY
        """
}
