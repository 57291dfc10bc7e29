import ICalendar

/// The kind of a busy time (FBTYPE, RFC 5545 §3.2.9).
enum FreeBusyType: Hashable, Comparable, Sendable {
    /// BUSY, and what is not known.
    case busy

    /// BUSY-TENTATIVE.
    case tentative

    /// BUSY-UNAVAILABLE.
    case unavailable

    /// Finds the kind of a VEVENT; nil where it takes no time.
    ///
    /// RFC 4791 §7.10: "Only VEVENT components without a TRANSP property or with the TRANSP property set to "OPAQUE"" are
    /// considered; a STATUS of CANCELLED is FREE, TENTATIVE is BUSY-TENTATIVE, everything else BUSY.
    init?(of event: Component) {
        guard event.first("TRANSP")?.value.equalsIgnoringCase("TRANSPARENT") != true else { return nil }
        switch event.first("STATUS")?.value.uppercased() {
        case "CANCELLED": return nil
        case "TENTATIVE": self = .tentative
        default: self = .busy
        }
    }

    /// Finds the kind of a FREEBUSY; nil where it says that the time is free.
    ///
    /// RFC 5545 §3.2.9: "Applications MUST treat x-name and iana-token values they don't recognize the same way as they
    /// would the BUSY value."
    init?(of property: Property) {
        switch property.parameter("FBTYPE")?.uppercased() {
        case "FREE": return nil
        case "BUSY-TENTATIVE": self = .tentative
        case "BUSY-UNAVAILABLE": self = .unavailable
        default: self = .busy
        }
    }

    /// The parameters of a FREEBUSY of this kind; BUSY is the default.
    var parameters: [Parameter] {
        switch self {
        case .busy: []
        case .tentative: [Parameter("FBTYPE", "BUSY-TENTATIVE")]
        case .unavailable: [Parameter("FBTYPE", "BUSY-UNAVAILABLE")]
        }
    }
}
