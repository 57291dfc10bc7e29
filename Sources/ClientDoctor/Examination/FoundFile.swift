/// A file of an event, as a client that looks for it has found it.
struct FoundFile: Sendable {
    /// The event.
    let event: WebAddress

    /// What its ATTACH says.
    let listed: ListedFile

    /// The value of ATTACH as an address.
    let address: WebAddress
}
