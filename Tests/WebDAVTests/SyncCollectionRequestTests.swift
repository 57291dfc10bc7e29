import Testing
import WebDAV

@Suite struct SyncCollectionRequestTests {
    private func request(_ text: String, depth: Depth = .zero) throws -> SyncCollectionRequest {
        try SyncCollectionRequest(XMLDocument.parse(Array(text.utf8)), depth: depth)
    }

    private func body(_ inner: String) -> String {
        "<sync-collection xmlns='DAV:'>\(inner)</sync-collection>"
    }

    @Test func `RFC 6578 §3.8 a first synchronisation has no token`() throws {
        let request = try request(ReportExamples.initialSync)
        #expect(request.syncToken == nil)
        #expect(request.level == .one)
        #expect(request.limit == nil)
        let box = XMLElement(XMLName(namespace: "urn:ns.example.com:boxschema", local: "bigbox"))
        #expect(request.selection == .properties([XMLElement(DAVProperty.getETag), box]))
    }

    @Test func `RFC 6578 §3.10 a later one has a token, and may have a limit`() throws {
        let request = try request(ReportExamples.limitedSync)
        #expect(request.syncToken == "http://example.com/ns/sync/1232")
        #expect(request.level == .infinite)
        #expect(request.limit == 100)
    }

    @Test(arguments: [(Depth.one, SyncCollectionRequest.Level.one), (.infinity, .infinite)])
    func `RFC 6578 appendix A clients of the drafts send a Depth in place of the level`(
        depth: Depth,
        level: SyncCollectionRequest.Level
    ) throws {
        #expect(try request(body("<sync-token/><prop/>"), depth: depth).level == level)
    }

    @Test func `a level beside a Depth of 1 counts, as clients in use send both`() throws {
        #expect(try request(ReportExamples.limitedSync, depth: .one).level == .infinite)
    }

    @Test(arguments: [
        "<sync-token/><prop/>", "<sync-level>1</sync-level><prop/>", "<sync-token/><sync-level>1</sync-level>",
        "<sync-token/><sync-level>2</sync-level><prop/>", "<sync-token/><sync-level/><prop/>",
        "<sync-token/><sync-level>1</sync-level><limit/><prop/>",
        "<sync-token/><sync-level>1</sync-level><limit><nresults>0</nresults></limit><prop/>",
        "<sync-token/><sync-level>1</sync-level><limit><nresults>-1</nresults></limit><prop/>",
        "<sync-token/><sync-level>1</sync-level><limit><nresults>99999999999999999999</nresults></limit><prop/>",
    ])
    func `RFC 6578 §6.1 an element that does not follow the definition is refused`(inner: String) {
        #expect(throws: XMLError.self) { try request(body(inner)) }
    }
}
