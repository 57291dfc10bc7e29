import HTTPSemantics
import HTTPTypes
import Testing

/// Content-Digest and Repr-Digest as a request has them, in one field line or in several.
@Suite struct DeclaredDigestsTests {
    private static let hello = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    private static let other = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"

    private func fields(_ lines: [(String, String)]) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in lines {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return fields
    }

    @Test func `RFC 8941 §4.2 several lines of one field are one dictionary, of which the last member counts`() throws {
        let lines = [("Content-Digest", Self.other), ("Repr-Digest", Self.other), ("content-digest", Self.hello)]
        let digests = try DeclaredDigests(try fields(lines))
        #expect(digests.content?.sha256 == (try DigestField(parsing: Self.hello, of: "x")).sha256)
        #expect(digests.representation?.sha256 == (try DigestField(parsing: Self.other, of: "x")).sha256)
    }

    @Test func `RFC 9530 §2 digests of several algorithms may come in lines of their own`() throws {
        let lines = [
            ("Content-Digest", "sha-512=:AQ==:"), ("Content-Digest", Self.hello), ("Content-Digest", "md5=:AQ:"),
        ]
        let content = try #require(try DeclaredDigests(try fields(lines)).content)
        #expect(content.digests.keys.sorted() == ["md5", "sha-256", "sha-512"])
    }

    @Test func `RFC 8941 §4.2 one line that is malformed makes the whole field so`() throws {
        let lines = [("Content-Digest", Self.hello), ("Content-Digest", "sha-256")]
        #expect(throws: HTTPFieldError.self) { try DeclaredDigests(try fields(lines)) }
    }

    @Test(arguments: ["Digest", "Want-Content-Digest", "Want-Repr-Digest", "Content-MD5"])
    func `RFC 9530 §1.3, §4 obsolete fields and wishes declare nothing`(name: String) throws {
        let digests = try DeclaredDigests(try fields([(name, "sha-256=10"), (name, "SHA-256=RK/0q=")]))
        #expect(digests.content == nil && digests.representation == nil && !digests.isVerifiable)
    }
}
