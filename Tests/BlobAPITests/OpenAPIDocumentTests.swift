import BlobAPI
import HTTPTypes
import Testing

@Suite struct OpenAPIDocumentTests {
    private let document: OpenAPIDocument

    init() throws {
        document = try OpenAPIDocument()
    }

    @Test func `the document has exactly the operations of the route table`() {
        #expect(document.entries.map(\.operationID).sorted() == Operation.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: Operation.allCases)
    func `the document describes each operation as the route table has it`(_ operation: Operation) throws {
        let entry = try #require(document.entries.first { $0.operationID == operation.rawValue })
        #expect(entry.path == operation.template)
        #expect(entry.method == operation.method.rawValue)
        #expect(entry.statuses == operation.statuses)
        #expect(entry.isOpen == !operation.needsSecret)
        let tags = operation.servers.map { $0 == .node ? "node" : "front" }
        #expect(entry.tags == Set(tags))
    }

    @Test(arguments: Operation.allCases)
    func `the document lists the error codes of each operation`(_ operation: Operation) throws {
        let entry = try #require(document.entries.first { $0.operationID == operation.rawValue })
        let codes = operation.errors.union(operation.needsSecret ? [.internal] : [])
        #expect(entry.codes == Set(codes.map(\.rawValue)))
    }

    @Test func `the problem schema lists every error code`() {
        #expect(document.problemCodes == Set(ErrorCode.allCases.map(\.rawValue)))
    }
}
