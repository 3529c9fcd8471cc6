# Docker's client with compose and buildx, for the commands of the READMEs, whatever the machine's own client can do; and a
# registry for them, which Debian's configuration keeps to users with a password.
FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends docker-cli docker-compose docker-buildx docker-registry \
    && rm -rf /var/lib/apt/lists/* \
    && sed -i '/^auth:/,/^ *path:/d' /etc/docker/registry/config.yml
