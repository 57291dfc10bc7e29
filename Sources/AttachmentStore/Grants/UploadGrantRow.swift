import BlobModel
import FoundationEssentials
import SQLDatabase

/// The columns of grants in statements, and the values made of them.
enum UploadGrantRow {
    /// The columns of the table `upload_grant`.
    static let columns = """
        reference, domain, principal, size, grant_octets, digest, state, created, expires, opened, ended, answer
        """

    /// Creates a grant from a row with `columns`.
    static func grant(_ row: SQLRow) throws(SQLError) -> UploadGrant {
        UploadGrant(
            try row.parsed("reference") { try? ReferenceID(validating: $0) },
            in: try row.parsed("domain") { try? DedupDomain(validating: $0) },
            for: try row.text("principal"),
            binding: UploadGrant.Binding(
                size: try row.count("size"),
                octets: try row.blob("grant_octets"),
                digest: try row.text("digest")
            ),
            term: UploadGrant.Term(created: try row.instant("created"), expires: try row.instant("expires")),
            fate: UploadGrant.Fate(
                state: try row.parsed("state", UploadGrant.State.init(rawValue:)),
                opened: try row.optionalInstant("opened"),
                ended: try row.optionalInstant("ended"),
                answer: try row.optionalText("answer")
            )
        )
    }
}
