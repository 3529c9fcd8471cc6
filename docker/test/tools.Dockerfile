# Docker's client with compose and buildx, for the commands of the READMEs, whatever the machine's own client can do.
FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends docker-cli docker-compose docker-buildx \
    && rm -rf /var/lib/apt/lists/*
