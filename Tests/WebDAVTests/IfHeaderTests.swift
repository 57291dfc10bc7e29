import HTTPSemantics
import HTTPTypes
import Testing
import WebDAV

@Suite struct IfHeaderTests {
    private static let lock = "urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2"
    private static let other = "urn:uuid:58f202ac-22cf-11d1-b12d-002035b29092"

    private func holds(
        _ field: String,
        tag: String? = nil,
        tokens: Set<String> = []
    ) throws -> Bool {
        let state = IfHeader.ResourceState(entityTag: tag.map { EntityTag(strong: $0) }, stateTokens: tokens)
        return try IfHeader(parsing: field).isSatisfied { _ in state }
    }

    @Test func `RFC 4918 §10.4.6 the token and one tag, or another tag alone`() throws {
        // The example has spaces in its tags, which RFC 9110 §8.8.3 no longer allows.
        let field = #"(<\#(Self.lock)> ["I-am-an-ETag"]) (["I-am-another-ETag"])"#
        #expect(try holds(field, tag: "I-am-an-ETag", tokens: [Self.lock]))
        #expect(try holds(field, tag: "I-am-another-ETag"))
        #expect(try !holds(field, tag: "I-am-an-ETag"))
        #expect(try !holds(field, tokens: [Self.lock]))
    }

    @Test func `RFC 4918 §10.4.7 Not reverses a condition`() throws {
        let field = "(Not <\(Self.lock)> <\(Self.other)>)"
        #expect(try holds(field, tokens: [Self.other]))
        #expect(try !holds(field, tokens: [Self.lock, Self.other]))
        #expect(try !holds(field))
    }

    @Test func `RFC 4918 §10.4.8 Not DAV no-lock is always true`() throws {
        let field = "(<\(Self.lock)>)(Not <DAV:no-lock>)"
        #expect(try holds(field))
        #expect(try IfHeader(parsing: field).submittedTokens == [Self.lock, "DAV:no-lock"])
    }

    @Test func `RFC 4918 §10.4.9 a list may be tagged with a resource`() throws {
        let field = "</resource1> (<\(Self.lock)> [W/\"A\"]) ([\"B\"]) <http://e.example/2> ([\"C\"])"
        let header = try IfHeader(parsing: field)
        #expect(header.lists.map { $0.resource?.description } == ["/resource1", "/resource1", "http://e.example/2"])
        let isSatisfied = header.isSatisfied { resource in
            let isFirst = resource == Href(written: "/resource1")
            return IfHeader.ResourceState(entityTag: EntityTag(strong: isFirst ? "B" : "X"))
        }
        #expect(isSatisfied)
    }

    @Test func `RFC 4918 §10.4.11 an unmapped URL has no entity tag`() throws {
        #expect(try !holds(#"(["4217"])"#))
        #expect(try holds(#"(Not ["4217"])"#))
    }

    @Test func `an entity tag is compared strongly`() throws {
        #expect(try holds(#"(["4217"])"#, tag: "4217"))
        #expect(try !holds(#"(["4218"])"#, tag: "4217"))
        #expect(try !holds(#"([W/"4217"])"#, tag: "4217"))
    }

    @Test(arguments: [
        "", "()", "(", "(<urn:x>", "<urn:x>", "</a> </b> (<urn:x>)", "(<urn:x>) x", "(urn:x)", "([x])", "(No <urn:x>)",
        "(<>)", "(<urn:x>) </a> (<urn:y>)", "(Not)", "([\"a\")",
    ])
    func `a malformed field is refused with 400`(field: String) {
        #expect(throws: WebDAVError(.badRequest, "The If field is malformed.")) { try IfHeader(parsing: field) }
    }
}
