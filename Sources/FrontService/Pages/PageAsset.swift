import Cryptography
import HTMLPages
import HTTPTypes
import Hummingbird
import NIOCore
import WebDAV

/// The files that belong to the pages, under names that tell their content.
///
/// Another version of the service has other names, so that no browser ever takes an old file for a new one.
enum PageAsset {
    /// The links that every page has to them.
    static let files = PageFrame.Files(
        stylesheet: link(to: .stylesheet),
        script: link(to: .script),
        icon: link(to: .icon)
    )

    private static let byName = Dictionary(uniqueKeysWithValues: Asset.allCases.map { (name(of: $0), $0) })

    /// Answers a GET or HEAD of a file.
    ///
    /// - Throws: `WebDAVError` 404 for a name of another version, or of nothing.
    static func response(named name: String, to request: Request) throws(WebDAVError) -> Response {
        guard let asset = byName[name] else { throw WebDAVError.notFound }
        var headers = PageHeaders.fields
        headers[.contentType] = asset.mediaType
        // RFC 8246 §2: "immutable" for what a name tells the content of.
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        let response = Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: asset.text))
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    private static func link(to asset: Asset) -> PageLink {
        PagePath.asset(name(of: asset)).link()
    }

    /// Returns the name of a file with the beginning of its digest before the extension.
    private static func name(of asset: Asset) -> String {
        let text = Array(asset.text.utf8)
        let digest = SHA256Hasher.digest(of: text.span).hexadecimal.prefix(16)
        let parts = asset.rawValue.split(separator: ".")
        return "\(parts[0]).\(digest).\(parts[1])"
    }
}
