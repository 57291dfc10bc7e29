# The CalDAV service, with the operator's tool.
#   docker build -f docker/front.Dockerfile -t attache-front .
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl-dev liblmdb-dev libsqlite3-dev libxml2-dev zlib1g-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
RUN swift package resolve
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build -c release --static-swift-stdlib --product attache-front \
    && swift build -c release --static-swift-stdlib --product attache \
    && install -D -s -t /out .build/release/attache-front .build/release/attache

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates liblmdb0 libsqlite3-0 libssl3 libxml2 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 attache \
    && useradd --uid 10001 --gid attache --home-dir /var/lib/attache --no-create-home --shell /usr/sbin/nologin attache \
    && install -d -o attache -g attache -m 700 /var/lib/attache
COPY --from=build /out/ /usr/local/bin/
USER attache
ENV ATTACHE_DATA=/var/lib/attache \
    ATTACHE_FRONT_LISTEN=0.0.0.0:8080 \
    ATTACHE_FRONT_INTERNAL_LISTEN=0.0.0.0:9080
VOLUME /var/lib/attache
EXPOSE 8080 9080
STOPSIGNAL SIGTERM
CMD ["attache-front"]
