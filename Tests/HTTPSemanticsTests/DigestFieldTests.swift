import HTTPSemantics
import Testing

@Suite struct DigestFieldTests {
    private static let sha256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    private static let sha512 =
        "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:"

    /// The SHA-256 of `{"hello": "world"}` and a line feed.
    private static let hello: [UInt8] = [
        0x44, 0xAF, 0xF4, 0xAB, 0x2D, 0x7C, 0x32, 0x50, 0x52, 0x56, 0x75, 0xA0, 0x8F, 0x0C, 0xFA, 0x95, 0x91, 0x16,
        0x8C, 0xFF, 0xE5, 0x17, 0x91, 0xC5, 0xF5, 0xBB, 0xC4, 0x17, 0xC1, 0x5A, 0x6C, 0x38,
    ]

    private func parse(_ value: String) throws -> DigestField {
        try DigestField(parsing: value, of: "Content-Digest")
    }

    @Test func `RFC 9530 §B.1 the digest of the example is read`() throws {
        #expect(try parse(Self.sha256).sha256 == Self.hello)
    }

    @Test func `RFC 9530 §2 several algorithms stand side by side, known and unknown`() throws {
        let field = try parse("\(Self.sha512),\(Self.sha256) ,\t*mine_1.x=:AQI=:")
        #expect(field.sha256 == Self.hello)
        #expect(field.digests["sha-512"]?.count == 64)
        #expect(field.digests["*mine_1.x"] == [1, 2])
    }

    @Test func `RFC 9530 §2 a field without an algorithm that is known declares nothing`() throws {
        #expect(try parse(Self.sha512).sha256 == nil)
        #expect(try parse("").digests.isEmpty)
        #expect(try parse("  ").digests.isEmpty)
    }

    @Test func `RFC 8941 §3.2 the last of several members with one key counts`() throws {
        let other = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
        #expect(try parse("\(other), \(Self.sha256)").sha256 == Self.hello)
    }

    @Test(arguments: [
        ";a", ";a=?1;b=?0", ";a=1", ";a=-1.5", ";a=\"x\\\"y\\\\z\"", ";a=token/x:y", ";a=*t", ";a=:AQ==:", ";  a ",
        ";a=\"\"",
    ])
    func `RFC 8941 §3.1.2 parameters are read over`(_ parameters: String) throws {
        #expect(try parse(" " + Self.sha256 + parameters + ", x=:AQ:").sha256 == Self.hello)
    }

    @Test(arguments: [
        "sha-256", "sha-256=", "sha-256=x", "sha-256=1", "sha-256=?1", "sha-256=\"x\"", "sha-256=(:AQ==:)",
        "sha-256=:AQ==",
        "SHA-256=:AQ==:", "-a=:AQ==:", "a =:AQ==:", "a= :AQ==:", "a=:AQ==:,", "a=:AQ==:, ", "a=:AQ==: b=:AQ==:",
        ",a=:AQ==:",
        "\ta=:AQ==:", "a=:AQ==:;", "a=:AQ==:;A", "a=:AQ==:;a=", "a=:AQ==:;a=?2", "a=:AQ==:;a=1.", "a=:AQ==:;a=.5",
        "a=:AQ==:;a=1234567890123456", "a=:AQ==:;a=1.2345", "a=:AQ==:;a=-", "a=:AQ==:;a=\"x", "a=:AQ==:;a=\"\\n\"",
        "a=:AQ==:;a=\"é\"", "a=:A:", "a=:AQ=:", "a=:AQ===:", "a=:AQID=:", "a=:A=Q=:", "a=:A_8=:", "a=:A Q=:",
        "a=:====:",
        "sha-256=::", "sha-256=:AQ==:",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDgA:",
        "sha-256=44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38",
        "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
    ])
    func `RFC 8941 §4.2 what is no dictionary of byte sequences is malformed`(_ value: String) {
        #expect(throws: HTTPFieldError.malformed(field: "Content-Digest", value: value)) { try parse(value) }
    }

    @Test(arguments: [
        (":AQ==:", [1] as [UInt8]), (":AQ:", [1]), (":AR==:", [1]), (":AQI=:", [1, 2]), (":AQI:", [1, 2]),
        (":AQID:", [1, 2, 3]),
        ("::", []), (":+/+/:", [0xFB, 0xFF, 0xBF]),
    ])
    func `RFC 8941 §4.2.7 padding may be missing, and pad bits may be anything`(_ text: String, _ bytes: [UInt8]) throws
    {
        #expect(try parse("a=\(text)").digests["a"] == bytes)
    }

    @Test func `RFC 9530 §3 each of the two fields is compared, and named where it differs`() throws {
        let other = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
        let both = try DeclaredDigests(contentDigest: Self.sha256, reprDigest: Self.sha256)
        #expect(both.isVerifiable)
        #expect(both.mismatch(with: Self.hello) == nil)
        let content = try DeclaredDigests(contentDigest: other, reprDigest: Self.sha256)
        #expect(content.mismatch(with: Self.hello)?.contains("Content-Digest") == true)
        let representation = try DeclaredDigests(contentDigest: Self.sha256, reprDigest: other)
        #expect(representation.mismatch(with: Self.hello)?.contains("Repr-Digest") == true)
    }

    @Test func `RFC 9530 §2 what is not declared, or by another algorithm, is not verified`() throws {
        let none = try DeclaredDigests(contentDigest: nil, reprDigest: nil)
        #expect(!none.isVerifiable)
        #expect(none.mismatch(with: Self.hello) == nil)
        let unknown = try DeclaredDigests(contentDigest: "sha-512=:AQ==:", reprDigest: "md5=:AQ==:")
        #expect(!unknown.isVerifiable)
        #expect(unknown.mismatch(with: Self.hello) == nil)
    }

    @Test func `the error names the field that is malformed`() {
        #expect(throws: HTTPFieldError.malformed(field: "Repr-Digest", value: "x")) {
            try DeclaredDigests(contentDigest: Self.sha256, reprDigest: "x")
        }
    }
}
