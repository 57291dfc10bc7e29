package import HTTPTypes

/// Which handler answers which method on which kind of resource.
package struct RouteTable: Sendable {
    private var handlers: [ResourceKind: [HTTPRequest.Method: any ResourceHandler]] = [:]

    /// Makes a table without handlers.
    package init() {}

    /// Registers a handler; there is at most one for a method and kind.
    package mutating func on(
        _ method: HTTPRequest.Method,
        _ kinds: [ResourceKind],
        _ handler: any ResourceHandler
    ) {
        for kind in kinds {
            let previous = handlers[kind, default: [:]].updateValue(handler, forKey: method)
            precondition(previous == nil, "Two handlers answer \(method) on \(kind.template).")
        }
    }

    /// Returns the handler of a method on a kind of resource, or nil where the method is not allowed.
    package func handler(of method: HTTPRequest.Method, on kind: ResourceKind) -> (any ResourceHandler)? {
        handlers[kind]?[method]
    }

    /// Returns whether there is a handler of any method on a kind of resource.
    package func serves(_ kind: ResourceKind) -> Bool {
        handlers[kind] != nil
    }

    /// Returns the Allow value of a kind of resource: OPTIONS, and every method that has a handler.
    package func allowed(on kind: ResourceKind) -> String {
        let methods = handlers[kind, default: [:]].keys.map(\.rawValue).sorted()
        return (["OPTIONS"] + methods).joined(separator: ", ")
    }
}
