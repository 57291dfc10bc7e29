import FoundationEssentials

/// What clients think of the certificates of a server.
enum CertificateVerdict: Hashable, Sendable {
    /// The server's own is good until the one time; the first of the others that come with it, if any, until the other.
    ///
    /// Which of the others a client needs depends on the authorities that it knows.
    case good(until: Date, others: Date?)
    /// The server's own was good until then.
    case expired(Date)
    /// One that comes with the server's own was good until then.
    case othersExpired(Date)
    /// The server's own will be good from then on.
    case notYetValid(Date)
    /// They name these hosts, and not the one that was asked for.
    case otherNames([String])
    /// The last one is signed by itself, and not among those that are trusted.
    case ownRoot
    /// The authority that signed the last one is not known here, or a certificate between is left out.
    case unknownAuthority
    /// The client's library refuses them for another reason.
    case refused(String)

    /// Judges the server's own by its dates alone; nil where they are no reason.
    init?(datesOf own: Validity, now: Date) {
        if own.end <= now {
            self = .expired(own.end)
        } else if own.start > now {
            self = .notYetValid(own.start)
        } else {
            return nil
        }
    }
}
