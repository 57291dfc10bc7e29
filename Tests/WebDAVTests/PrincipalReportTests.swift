import HTTPTypes
import Testing
import WebDAV

@Suite struct PrincipalReportTests {
    private func element(_ text: String) throws -> XMLElement {
        try XMLDocument.parse(Array(text.utf8))
    }

    @Test func `RFC 3744 §9.3.1 a principal-match by a property that names the user`() throws {
        let request = try PrincipalMatchRequest(element(ReportExamples.principalMatch))
        #expect(request.criterion == .property(DAVProperty.owner))
        #expect(request.selection == .properties([]))
    }

    @Test func `RFC 3744 §9.3 a principal-match of the user himself`() throws {
        let text = "<principal-match xmlns='DAV:'><self/><prop><displayname/></prop></principal-match>"
        let request = try PrincipalMatchRequest(element(text))
        #expect(request.criterion == .isSelf)
        #expect(request.selection == .properties([XMLElement(DAVProperty.displayName)]))
    }

    @Test(arguments: ["", "<self/><principal-property><owner/></principal-property>", "<principal-property/>"])
    func `RFC 3744 §9.3 a principal-match of neither or both is refused`(inner: String) {
        #expect(throws: XMLError.self) {
            try PrincipalMatchRequest(element("<principal-match xmlns='DAV:'>\(inner)</principal-match>"))
        }
    }

    @Test(arguments: [
        ("John Doe", "Sales Executive", true), ("John Doe", "Cook", false), ("Jane", "Sales", false),
        ("DOERING", "presales", true),
    ])
    func `RFC 3744 §9.4 each search matches a part of a property without regard to case`(
        name: String,
        title: String,
        isFound: Bool
    ) throws {
        let request = try PrincipalPropertySearchRequest(element(ReportExamples.principalPropertySearch))
        #expect(!request.appliesToPrincipalCollections)
        #expect(request.matches { $0 == DAVProperty.displayName ? [name] : [title] } == isFound)
    }

    @Test func `RFC 3744 §9.4 each property of one search has to match`() throws {
        let text = """
            <principal-property-search xmlns='DAV:'><property-search><prop><displayname/><x/></prop><match>a</match>
            </property-search><apply-to-principal-collection-set/></principal-property-search>
            """
        let request = try PrincipalPropertySearchRequest(element(text))
        #expect(request.appliesToPrincipalCollections)
        #expect(!request.matches { $0 == DAVProperty.displayName ? ["a"] : [] })
        #expect(request.matches { _ in ["b", "a"] })
    }

    @Test(arguments: [
        ("contains", "bernard", true), ("contains", "ernar", true), ("starts-with", "ber", true),
        ("starts-with", "ern", false), ("ends-with", "NARD", true), ("ends-with", "ber", false),
        ("equals", "Bernard", true), ("equals", "bernar", false), ("unknown", "ern", true),
    ])
    func `Calendar Server's match-type says where the text has to be`(kind: String, text: String, isFound: Bool) throws
    {
        let body = """
            <principal-property-search xmlns='DAV:' test='anyof'>
            <property-search><prop><displayname/></prop><match match-type='\(kind)'>\(text)</match></property-search>
            <property-search><prop><x/></prop><match>nobody</match></property-search></principal-property-search>
            """
        let request = try PrincipalPropertySearchRequest(element(body))
        #expect(!request.requiresAll)
        #expect(request.matches { $0 == DAVProperty.displayName ? ["Bernard"] : [] } == isFound)
    }

    @Test(arguments: [
        "", "<property-search/>", "<property-search><prop/><match>a</match></property-search>",
        "<property-search><prop><x/></prop></property-search>",
    ])
    func `RFC 3744 §9.4 a search for nothing is refused`(inner: String) {
        let text = "<principal-property-search xmlns='DAV:'>\(inner)</principal-property-search>"
        #expect(throws: XMLError.self) { try PrincipalPropertySearchRequest(element(text)) }
    }

    @Test(
        arguments: [
            (1, 256, nil), (10, 1, nil), (11, 1, "more than 10"), (1, 257, "longer than 256"),
        ] as [(Int, Int, String?)]
    )
    func `RFC 3744 §9.4 more searches and longer texts than the limits are refused`(
        searches: Int,
        octets: Int,
        reason: String?
    ) throws {
        let text = String(repeating: "a", count: octets)
        let search = "<property-search><prop><displayname/></prop><match>\(text)</match></property-search>"
        let inner = String(repeating: search, count: searches)
        let root = try element("<principal-property-search xmlns='DAV:'>\(inner)</principal-property-search>")
        guard let reason else {
            #expect(try PrincipalPropertySearchRequest(root).matches { _ in [text] })
            return
        }
        let error = try #require(throws: XMLError.self) { try PrincipalPropertySearchRequest(root) }
        #expect(error.description.contains(reason))
        #expect(WebDAVError(error).status == .badRequest)
    }

    @Test func `RFC 3744 §9.5 the answer names the properties that can be searched`() throws {
        let set = PrincipalSearchPropertySet([.init(DAVProperty.displayName, description: "Full name")])
        let answer = try XMLDocument.parse(XMLDocument.serialise(set.element))
        #expect(answer.name == XMLName(dav: "principal-search-property-set"))
        let property = try #require(answer.first(ReportElement.principalSearchProperty))
        #expect(property.first(DAVElement.prop)?.children.map(\.name) == [DAVProperty.displayName])
        let description = try #require(property.first(ReportElement.description))
        #expect(description.text == "Full name")
        #expect(description.attributes.map(\.value) == ["en"])
    }

    @Test func `RFC 3744 §9.2.1 properties of the principals of an access control list`() throws {
        let request = try ACLPrincipalPropSetRequest(element(ReportExamples.aclPrincipalPropSet))
        #expect(request.selection == .properties([XMLElement(DAVProperty.displayName)]))
        let several = "<acl-principal-prop-set xmlns='DAV:'><prop/><prop/></acl-principal-prop-set>"
        #expect(throws: XMLError.self) { try ACLPrincipalPropSetRequest(element(several)) }
    }
}
