import HTMLPages
import Testing

struct AssetTests {
    @Test(arguments: Asset.allCases)
    func `a file of the pages is small and loads nothing from elsewhere`(asset: Asset) {
        #expect(asset.text.utf8.count <= 9 << 10)
        #expect(!asset.text.contains("url("))
        #expect(!asset.text.contains("@import"))
    }

    @Test func `the script tells what was added before a file that is refused, and does not send it again`() {
        #expect(Asset.script.text.contains("${index} of ${files.length} files were added. "))
        #expect(Asset.script.text.contains(#"if (index > 0) input.value = "";"#))
    }

    @Test func `the script takes a form that was answered by a redirect for done, whatever the page behind it says`() {
        let script = Asset.script.text
        #expect(script.contains(#"if (request.responseURL.includes("?done=added")) return resolve("#))
        #expect(script.contains("Added, but the page could not be shown anew. Reload it in a moment."))
        #expect(script.contains("Reload the page later to see whether ${named(file)} was added."))
    }

    @Test func `a name that goes from right to left turns nothing but itself`() {
        #expect(Asset.script.text.contains(#"`\u2068${file.name.replace(/\p{Bidi_Control}/gu, "")}\u2069`"#))
        #expect(!Asset.script.text.contains("Sending ${file.name}"))
        #expect(Asset.stylesheet.text.contains("unicode-bidi: plaintext"))
    }

    @Test func `the script writes no markup and runs no text`() {
        for sink in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "DOMParser"] {
            #expect(!Asset.script.text.contains(sink))
        }
    }
}
