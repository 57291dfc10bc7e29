package import BlobModel

/// The paths of the internal API with their parameters filled in.
///
/// Every identifier consists of unreserved characters only (RFC 3986 §2.3), so that nothing needs percent-encoding.
package enum InternalPath {
    /// Returns the path of a reference within a dedup domain.
    package static func reference(_ reference: ReferenceID, in domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/references/\(reference)"
    }

    /// Returns the path of all upload sessions within a dedup domain.
    package static func uploads(in domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/uploads"
    }

    /// Returns the path of an upload session within a dedup domain.
    package static func upload(_ session: UploadSessionID, in domain: DedupDomain) -> String {
        uploads(in: domain) + "/\(session)"
    }

    /// Returns the path by which an upload session becomes a blob with a reference.
    package static func commit(
        _ session: UploadSessionID,
        as reference: ReferenceID,
        in domain: DedupDomain
    ) -> String {
        upload(session, in: domain) + "/references/\(reference)"
    }

    /// Returns the path of the bytes of a blob within a dedup domain.
    package static func blob(_ blob: ContentID, in domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/blobs/\(blob)"
    }

    /// Returns the path of the description of a blob within a dedup domain.
    package static func description(of blob: ContentID, in domain: DedupDomain) -> String {
        self.blob(blob, in: domain) + "/description"
    }

    /// Returns the path of everything that a dedup domain has, as an operator purges it.
    package static func purge(of domain: DedupDomain) -> String {
        "/internal/v1/domains/\(domain.id)/purge"
    }

    /// Returns the path of a shard, as an operator sees it.
    package static func shard(_ shard: ShardID) -> String {
        "/internal/v1/shards/\(shard)"
    }

    /// Returns the path by which an operator asks for a job on a shard; nil for one that nobody asks for.
    package static func job(_ job: ShardJob, on shard: ShardID) -> String? {
        Operation(starting: job).map { _ in self.shard(shard) + "/\(job.rawValue)" }
    }

    /// Returns the path by which a node opens the grant of an upload.
    package static func opening(of reference: ReferenceID) -> String {
        "/internal/v1/upload-grants/\(reference)/opening"
    }

    /// Returns the path by which a node says that an upload goes on.
    package static func renewal(of reference: ReferenceID) -> String {
        "/internal/v1/upload-grants/\(reference)/renewal"
    }

    /// Returns the path by which a node completes an upload.
    package static func completion(of reference: ReferenceID) -> String {
        "/internal/v1/upload-grants/\(reference)/completion"
    }

    /// Returns the path by which a node gives an upload up.
    package static func abandonment(of reference: ReferenceID) -> String {
        "/internal/v1/upload-grants/\(reference)/abandonment"
    }

    /// Returns the path of a node's assignment.
    package static func assignment(of node: NodeID) -> String {
        "/internal/v1/nodes/\(node)/assignment"
    }
}
