package import BlobModel

/// Which holdings a listing has.
package struct HoldingFilter: Hashable, Sendable {
    /// The home, or `nil` for all of them.
    package var domain: DedupDomain?

    /// The states; all of them unless set.
    package var phases: Set<HoldingPhase>

    /// Whether only attachments are listed that the server withdrew.
    package var isWithdrawn: Bool

    /// Creates a filter.
    package init(
        domain: DedupDomain? = nil,
        phases: Set<HoldingPhase> = Set(HoldingPhase.allCases),
        isWithdrawn: Bool = false
    ) {
        self.domain = domain
        self.phases = phases
        self.isWithdrawn = isWithdrawn
    }
}

/// The state of a holding without its instants.
package enum HoldingPhase: String, CaseIterable, Hashable, Sendable {
    /// At least one object of the home links the attachment.
    case live

    /// The last link went; the bytes are still there.
    case removed

    /// The bytes are being released.
    case releasing

    /// The bytes are gone.
    case released
}

extension HoldingState {
    /// The state without its instants.
    package var phase: HoldingPhase {
        switch self {
        case .live: .live
        case .removed: .removed
        case .releasing: .releasing
        case .released: .released
        }
    }
}

extension AttachmentHolding {
    /// The place of a holding in a listing.
    package var key: Key { Key(attachment: attachment, domain: domain) }

    /// What tells holdings apart.
    package struct Key: Hashable, Sendable {
        /// The managed ID.
        package let attachment: AttachmentID

        /// The dedup domain of the home.
        package let domain: DedupDomain
    }
}
