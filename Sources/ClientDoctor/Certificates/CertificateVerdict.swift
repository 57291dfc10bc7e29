import FoundationEssentials

/// What clients think of the certificates of a server.
enum CertificateVerdict: Hashable, Sendable {
    /// They are good until then.
    case good(until: Date)
    /// They were good until then.
    case expired(Date)
    /// They will be good from then on.
    case notYetValid(Date)
    /// They name these hosts, and not the one that was asked for.
    case otherNames([String])
    /// The last one is signed by itself, and not among those that are trusted.
    case ownRoot
    /// The authority that signed the last one is not known here, or a certificate between is left out.
    case unknownAuthority
    /// The client's library refuses them for another reason.
    case refused(String)

    /// Judges by the dates alone; nil where they are no reason.
    init?(datesOf chain: PresentedChain, now: Date) {
        if chain.end <= now {
            self = .expired(chain.end)
        } else if chain.start > now {
            self = .notYetValid(chain.start)
        } else {
            return nil
        }
    }
}
