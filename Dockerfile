# Built in one image, run in another that has no compiler. Needs BuildKit, which docker build uses by default.
FROM rust:1.95.0-trixie AS build
WORKDIR /src
COPY . .
# The caches keep the dependencies between builds; they are no part of a layer, so the binary is copied out.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin giji \
    && cp target/release/giji /usr/local/bin/giji

FROM debian:13.1-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 giji \
    && useradd --system --uid 10001 --gid giji --home-dir /var/lib/giji --no-create-home --shell /usr/sbin/nologin giji \
    && install --directory --owner=giji --group=giji --mode=0700 /var/lib/giji
COPY --from=build /usr/local/bin/giji /usr/local/bin/giji
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/giji/

ENV GIJI_DATA_DIR=/var/lib/giji
VOLUME /var/lib/giji
WORKDIR /var/lib/giji
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--max-time", "3", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["giji"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
