extension Asset {
    /// Lets files be dropped on the page of an event, sends them one by one, and shows how far they are.
    ///
    /// Without it the form does the same, but for dropping and progress. It writes text and attributes alone, never
    /// markup, so that `require-trusted-types-for` has nothing to refuse.
    static let scriptText = #"""
        "use strict";
        (() => {
          if (location.search.includes("done=")) history.replaceState(null, "", location.pathname);
          const form = document.getElementById("upload");
          if (!form) return;
          const input = form.querySelector("input[type=file]");
          const bar = form.querySelector("progress");
          const told = form.querySelector("[role=status]");
          const button = form.querySelector("button");
          const limit = Number(form.dataset.limit);
          let isSending = false;

          const hint = document.createElement("p");
          hint.className = "hint";
          hint.textContent = "…or drop them anywhere on this page.";
          input.after(hint);

          const tell = (text, isError) => {
            told.textContent = text;
            told.classList.toggle("alert", Boolean(isError));
          };

          // A name that goes from right to left turns nothing but itself, nor does it end what keeps it from that.
          const named = (file) => `\u2068${file.name.replace(/\p{Bidi_Control}/gu, "")}\u2069`;

          const show = (sent, total) => {
            const percent = total ? Math.floor((100 * sent) / total) : 0;
            bar.hidden = false;
            bar.value = percent;
          };

          // Comes to whether the page of the event could be shown after the file was added.
          const send = (file, onProgress) => new Promise((resolve, reject) => {
            const data = new FormData();
            for (const control of form.elements) {
              if (control.name && control.type !== "file") data.append(control.name, control.value);
            }
            data.append("file", file);
            const request = new XMLHttpRequest();
            request.responseType = "document";
            request.upload.addEventListener("progress", (event) => onProgress(Math.min(event.loaded, file.size)));
            request.addEventListener("load", () => {
              // The form was answered by the way to the event, which the browser has gone already: whatever it met
              // there, the file was added.
              if (request.responseURL.includes("?done=added")) return resolve(request.status < 400);
              const alert = request.response && request.response.querySelector("[role=alert]");
              const reason = alert ? alert.textContent : `The service answered ${request.status}.`;
              reject(new Error(`${named(file)} was not added. ${reason}`));
            });
            request.addEventListener("error", () => {
              // Nobody knows how far it came: a browser does not even tell surely that all was sent.
              const question = `Reload the page later to see whether ${named(file)} was added.`;
              reject(new Error(`The service cannot be reached. ${question}`));
            });
            request.open("POST", form.action);
            request.send(data);
          });

          const sendAll = async (files) => {
            if (isSending || files.length === 0) return;
            const long = files.find((file) => file.size > limit);
            if (long) return tell(`${named(long)} is too large.`, true);
            isSending = true;
            button.disabled = true;
            const total = files.reduce((sum, file) => sum + file.size, 0);
            let before = 0;
            let isShown = true;
            const end = (text) => {
              isSending = false;
              button.disabled = false;
              bar.hidden = true;
              tell(text, true);
            };
            for (const [index, file] of files.entries()) {
              tell(files.length > 1 ? `Sending ${named(file)} (${index + 1} of ${files.length})…` : `Sending ${named(file)}…`);
              try {
                isShown = await send(file, (sent) => show(before + sent, total));
              } catch (error) {
                // What was added must not be sent again with the rest.
                if (index > 0) input.value = "";
                const added = index > 0 ? `${index} of ${files.length} files were added. ` : "";
                return end(added + error.message);
              }
              before += file.size;
              show(before, total);
            }
            if (!isShown) {
              input.value = "";
              return end("Added, but the page could not be shown anew. Reload it in a moment.");
            }
            location.assign(`${location.pathname}?done=added`);
          };

          const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
          const highlight = (isOver) => form.classList.toggle("over", isOver);
          document.addEventListener("dragover", (event) => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            highlight(true);
          });
          document.addEventListener("dragleave", (event) => {
            if (!event.relatedTarget) highlight(false);
          });
          document.addEventListener("drop", (event) => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            highlight(false);
            sendAll([...event.dataTransfer.files]);
          });
          form.addEventListener("submit", (event) => {
            event.preventDefault();
            sendAll([...input.files]);
          });
        })();

        """#
}
