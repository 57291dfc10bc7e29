import BlobAPI
import BlobModel
import Testing

@Suite struct InternalPathTests {
    @Test func `each path fits the template of its operation`() throws {
        let domain = try BlobErrorSamples.domain()
        let reference = ReferenceID.random()
        let blob = ContentID(of: [1].span)
        let node = try NodeID(validating: "blob-1")
        #expect(fits(InternalPath.reference(reference, in: domain), .putReference))
        #expect(fits(InternalPath.blob(blob, in: domain), .readBlob))
        #expect(fits(InternalPath.description(of: blob, in: domain), .describeBlob))
        #expect(fits(InternalPath.assignment(of: node), .nodeAssignment))
        #expect(fits(InternalPath.opening(of: reference), .openUploadGrant))
        #expect(fits(InternalPath.renewal(of: reference), .renewUploadGrant))
        #expect(fits(InternalPath.completion(of: reference), .completeUploadGrant))
        #expect(fits(InternalPath.abandonment(of: reference), .abandonUploadGrant))
        #expect(!fits(InternalPath.blob(blob, in: domain), .describeBlob))
    }

    private func fits(_ path: String, _ operation: Operation) -> Bool {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let template = operation.template.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == template.count else { return false }
        return zip(segments, template).allSatisfy { $1.hasPrefix("{") ? !$0.isEmpty : $0 == $1 }
    }
}
