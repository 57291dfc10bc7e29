import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import SQLDatabase
import WebDAV

/// One COPY or MOVE: who asks for what of which resource.
struct Transfer: Sendable {
    /// What all handlers work with.
    let dependencies: FrontDependencies

    /// Who takes part in what happens to objects.
    let hook: any ObjectWriteHook

    /// Whether the resource is moved, and not copied.
    let isMove: Bool

    /// What the head of the request says.
    let head: TransferHead

    /// Who sent the request.
    let principal: Principal

    /// The instant of the request.
    let received: Date

    /// Makes the transfer of a request.
    init(_ request: FrontRequest, _ dependencies: FrontDependencies, hook: any ObjectWriteHook) throws {
        self.dependencies = dependencies
        self.hook = hook
        isMove = request.request.method == .move
        head = try TransferHead(request, publicURL: dependencies.configuration.publicURL)
        principal = request.principal
        received = request.received
    }

    /// Removes what a transfer replaces or leaves behind.
    var removal: ResourceRemoval {
        ResourceRemoval(dependencies.calendars, hook, principal: principal, now: received)
    }

    /// Checks that what is at the destination may be replaced.
    ///
    /// RFC 4918 §10.6: "If a COPY or MOVE is not performed due to the value of the Overwrite header, the method MUST fail with
    /// a 412 (Precondition Failed) status code."
    ///
    /// - Throws: `WebDAVError` 412.
    func checkOverwrite() throws(WebDAVError) {
        guard head.overwrite == .allowed else { throw WebDAVError.destinationTaken }
    }
}
