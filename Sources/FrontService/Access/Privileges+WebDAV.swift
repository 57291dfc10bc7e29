import CalDAV
import WebDAV

extension Privileges {
    /// The privileges as WebDAV names them, aggregates that are complete among them.
    var elements: [Privilege] {
        Self.names.filter { isSuperset(of: $0.privileges) }.map(\.element)
    }

    private static let names: [(privileges: Privileges, element: Privilege)] = [
        (.all, .all), (.read, .read), (.readFreeBusy, .readFreeBusy), (.write, .write),
        (.writeProperties, .writeProperties), (.writeContent, .writeContent), (.bind, .bind), (.unbind, .unbind),
        (.unlock, .unlock), (.readACL, .readACL), (.writeACL, .writeACL),
        (.readCurrentUserPrivilegeSet, .readCurrentUserPrivilegeSet),
    ]
}
