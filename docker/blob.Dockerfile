# The blob storage service.
#   docker build -f docker/blob.Dockerfile -t attache-blob .
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl-dev liblmdb-dev libsqlite3-dev libxml2-dev zlib1g-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
RUN swift package resolve
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build -c release --static-swift-stdlib --product attache-blob \
    && install -D -s -t /out .build/release/attache-blob

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates liblmdb0 libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 attache \
    && useradd --uid 10001 --gid attache --home-dir /var/lib/attache --no-create-home --shell /usr/sbin/nologin attache \
    && install -d -o attache -g attache -m 700 /var/lib/attache
COPY --from=build /out/ /usr/local/bin/
USER attache
ENV ATTACHE_DATA=/var/lib/attache \
    ATTACHE_BLOB_LISTEN=0.0.0.0:8081 \
    ATTACHE_BLOB_INTERNAL_LISTEN=0.0.0.0:9081
VOLUME /var/lib/attache
EXPOSE 8081 9081
STOPSIGNAL SIGTERM
CMD ["attache-blob"]
