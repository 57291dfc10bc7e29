import HTTPTypes
package import WebDAV

extension WebDAVError {
    /// There is no such resource.
    package static let notFound = WebDAVError(.notFound, "There is no such resource.")

    /// A condition of the request does not hold for the current resource (RFC 9110 §15.5.13).
    package static let preconditionFailed = WebDAVError(
        .preconditionFailed,
        "A condition of the request does not hold for the current resource."
    )

    /// There is something at the destination, and the client would not have it replaced (RFC 4918 §10.6).
    ///
    /// It is told apart from ``preconditionFailed``: no condition on the resource of the request failed.
    static let destinationTaken = WebDAVError(.preconditionFailed, "There is something at the destination already.")

    /// The collection of a resource that is to be created does not exist.
    ///
    /// RFC 4918 §9.7.1: "A PUT that would result in the creation of a resource without an appropriately scoped parent
    /// collection MUST fail with a 409 (Conflict)."
    static let parentMissing = WebDAVError(.conflict, "There is no such calendar.")
}
