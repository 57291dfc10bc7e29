package import WebDAV

/// The refusal of a request for want of privileges.
package enum AccessDenial {
    /// Checks that all required privileges are there.
    ///
    /// - Throws: `WebDAVError` 403 with DAV:need-privileges.
    package static func check(
        _ privileges: Privileges,
        contain required: Privileges,
        on resource: ResourcePath
    ) throws(WebDAVError) {
        let missing = required.subtracting(privileges)
        guard missing.isEmpty else { throw error(missing, on: resource) }
    }

    /// Returns the refusal for want of some privileges on a resource.
    ///
    /// RFC 3744 §7.1.1: the error names the resource and the privilege that is lacking on it.
    package static func error(_ missing: Privileges, on resource: ResourcePath) -> WebDAVError {
        WebDAVError(
            .needPrivileges(missing.elements, on: Href(written: resource.href)),
            "You do not have the privilege that this needs."
        )
    }
}
