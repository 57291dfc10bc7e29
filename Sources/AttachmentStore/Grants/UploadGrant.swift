package import BlobModel
package import FoundationEssentials

/// The permission to upload one attachment at a node, good once (`Docs/formats/upload-grant.md`).
///
/// What it is bound to are octets that this store does not read: what is asked for here is whose it is, under which
/// reference its bytes come, and what became of it.
package struct UploadGrant: Hashable, Sendable {
    /// The reference that the bytes are stored under, which names the grant and the attachment to come.
    package let reference: ReferenceID

    /// The dedup domain that the bytes are stored in.
    package let domain: DedupDomain

    /// The calendar home of the user who asked for it.
    package let principal: String

    /// The octets that the body has, exactly.
    package let size: UInt64

    /// All that the grant is bound to, as octets.
    package let octets: [UInt8]

    /// The digest of ``octets`` that the signed URL carries, as text.
    package let digest: String

    /// The instant at which it was given.
    package let created: Date

    /// The instant from which it can not be opened any more.
    package let expires: Date

    /// What became of it.
    package let state: State

    /// The instant at which a node began with the upload, or said last that it goes on, or `nil`.
    package let opened: Date?

    /// The instant at which it ended, in whatever way, or `nil`.
    package let ended: Date?

    /// What was answered last, so that it can be given again, in the form of who opened or ended it, or `nil`.
    package let answer: String?

    /// Creates a grant that was just given.
    package init(
        _ reference: ReferenceID,
        in domain: DedupDomain,
        for principal: String,
        binding: Binding,
        term: Term
    ) {
        self.init(reference, in: domain, for: principal, binding: binding, term: term, fate: Fate(state: .granted))
    }

    /// Creates a grant as it is stored.
    init(
        _ reference: ReferenceID,
        in domain: DedupDomain,
        for principal: String,
        binding: Binding,
        term: Term,
        fate: Fate
    ) {
        self.reference = reference
        self.domain = domain
        self.principal = principal
        size = binding.size
        octets = binding.octets
        digest = binding.digest
        created = term.created
        expires = term.expires
        state = fate.state
        opened = fate.opened
        ended = fate.ended
        answer = fate.answer
    }
}

extension UploadGrant {
    /// What a grant is bound to.
    package struct Binding: Hashable, Sendable {
        /// The octets that the body has, exactly.
        package let size: UInt64

        /// All that the grant is bound to, as octets.
        package let octets: [UInt8]

        /// The digest of ``octets`` that the signed URL carries, as text.
        package let digest: String

        /// Creates a binding.
        package init(size: UInt64, octets: [UInt8], digest: String) {
            self.size = size
            self.octets = octets
            self.digest = digest
        }
    }

    /// When a grant was given, and until when it can be opened.
    package struct Term: Hashable, Sendable {
        /// The instant at which it is given.
        package let created: Date

        /// The instant from which it can not be opened any more.
        package let expires: Date

        /// Creates a term.
        package init(created: Date, expires: Date) {
            self.created = created
            self.expires = expires
        }
    }

    /// The life of a grant: given, opened by a node, and ended in one of three ways.
    package enum State: String, Hashable, Sendable {
        /// Nobody has used it yet.
        case granted

        /// A node takes the body.
        case opened

        /// The attachment is there.
        case completed

        /// The front refused the upload.
        case refused

        /// It was not used, or not completed, in time.
        case givenUp = "given-up"

        /// Whether an attachment may still come of it.
        package var isOpen: Bool { self == .granted || self == .opened }
    }

    /// A way for a grant to end.
    package enum End: Hashable, Sendable {
        /// The attachment is there; the operand is the answer that the client gets, also a second time.
        case completed(answer: String)

        /// The front refused the upload; the operand is the answer that the client gets, also a second time.
        case refused(answer: String)

        /// It was not completed in time.
        case givenUp

        /// The state that a grant ends in.
        var state: State {
            switch self {
            case .completed: .completed
            case .refused: .refused
            case .givenUp: .givenUp
            }
        }

        /// The answer to the client.
        var answer: String? {
            switch self {
            case .completed(let answer), .refused(let answer): answer
            case .givenUp: nil
            }
        }
    }

    /// What became of a grant, and when.
    struct Fate {
        /// The state.
        let state: State
        /// The instant at which a node began with the upload, or said last that it goes on.
        var opened: Date?
        /// The instant at which it ended.
        var ended: Date?
        /// The answer that the client was given.
        var answer: String?
    }
}
