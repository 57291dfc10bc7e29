/// A calendar home as a client finds it.
struct FoundHome: Sendable {
    /// The collection.
    let address: WebAddress

    /// The calendars that take events, in the order of the service.
    let calendars: [WebAddress]

    /// What the home says about the server of attachments.
    let server: AttachmentServer
}
