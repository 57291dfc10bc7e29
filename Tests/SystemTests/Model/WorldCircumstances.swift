/// What is the case around a request that its answer does not tell.
struct WorldCircumstances: Sendable {
    /// When the first of the requests was sent that belong together.
    var sent: ContinuousClock.Instant

    /// The files whose bytes can have been given up: nothing brings them back.
    var gone: Set<String> = []

    /// The files that the server took away from everybody.
    var withdrawn: Set<String> = []

    /// The files in calendar data whose octets cannot be stored or scanned now.
    var stayingInline: Set<String> = []

    /// Those withdrawn files on the event that it does not link.
    var unlinked: Set<String> = []

    /// The components that get back what is brought back; nil for all.
    var carriers: Set<String>?

    /// Whether the scanner has found something in bytes before, and refuses them now.
    var isKnownToScanner = false
}
