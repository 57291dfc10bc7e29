/// The namespaces that every body of this server may use, with the prefixes that its writer declares.
package enum XMLNamespace {
    /// The namespace of WebDAV (RFC 4918 §14).
    package static let dav = "DAV:"

    /// The namespace of CalDAV (RFC 4791 §4).
    package static let caldav = "urn:ietf:params:xml:ns:caldav"

    /// The namespace of Calendar Server's extensions, such as `getctag`.
    package static let calendarServer = "http://calendarserver.org/ns/"

    /// The namespace of Apple's calendar properties, such as `calendar-color`.
    package static let appleCalendar = "http://apple.com/ns/ical/"

    /// The namespace of what is defined here alone, where no specification has a name for it.
    package static let attache = "urn:attache:dav"

    /// The namespace of `xml:lang`, whose prefix needs no declaration.
    package static let xml = "http://www.w3.org/XML/1998/namespace"

    /// The prefixes declared at the root of each document written, in the order of their declaration.
    static let declared: [(prefix: String, namespace: String)] = [
        ("D", dav), ("C", caldav), ("CS", calendarServer), ("A", appleCalendar),
    ]

    /// Returns the prefix that is bound to a namespace throughout a document, or nil.
    static func prefix(of namespace: String) -> String? {
        namespace == xml ? "xml" : declared.first { $0.namespace == namespace }?.prefix
    }
}
