package import HTTPTypes

extension HTTPResponse.Status {
    /// 102 (Processing), an interim response (RFC 2518 §10.1).
    package static var processing: Self { Self(code: 102, reasonPhrase: "Processing") }

    /// 207 (Multi-Status) (RFC 4918 §11.1).
    package static var multiStatus: Self { Self(code: 207, reasonPhrase: "Multi-Status") }

    /// 423 (Locked) (RFC 4918 §11.3).
    package static var locked: Self { Self(code: 423, reasonPhrase: "Locked") }

    /// 424 (Failed Dependency) (RFC 4918 §11.4).
    package static var failedDependency: Self { Self(code: 424, reasonPhrase: "Failed Dependency") }

    /// 507 (Insufficient Storage) (RFC 4918 §11.5).
    package static var insufficientStorage: Self { Self(code: 507, reasonPhrase: "Insufficient Storage") }

    /// The status as the content of a `DAV:status` element (RFC 4918 §14.28).
    var statusLine: String { "HTTP/1.1 \(code) \(reasonPhrase)" }
}
