package import BlobModel

/// The paths of the internal API with their parameters filled in.
///
/// Every identifier consists of unreserved characters only (RFC 3986 §2.3), so that nothing needs percent-encoding.
package enum InternalPath {
    /// Returns the path of a reference within a dedup domain.
    package static func reference(_ reference: ReferenceID, in domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/references/\(reference)"
    }

    /// Returns the path of the bytes of a blob within a dedup domain.
    package static func blob(_ blob: ContentID, in domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/blobs/\(blob)"
    }

    /// Returns the path of the description of a blob within a dedup domain.
    package static func description(of blob: ContentID, in domain: DedupDomain) -> String {
        self.blob(blob, in: domain) + "/description"
    }

    /// Returns the path of a node's assignment.
    package static func assignment(of node: NodeID) -> String {
        "/internal/v1/nodes/\(node)/assignment"
    }
}
