# Stands in for orthancteam/orthanc where no registry can be reached: Debian's Orthanc in the folders of that image, with
# plugins that Debian lacks as empty libraries, its definitions in /startup, and an entry point of its own.
ARG SDK_IMAGE=dotnet/sdk:10.0
ARG DEBIAN_IMAGE=orthanc
FROM ${SDK_IMAGE} AS plugins
COPY plugin.c /
RUN mkdir /plugins \
    && for plugin in Explorer2:orthanc-explorer-2 Worklists:worklists Transfers:transfers; do \
        gcc -shared -fPIC -DNAME="\"${plugin#*:}\"" -DVERSION='"0.0"' -o "/plugins/libOrthanc${plugin%%:*}.so" /plugin.c || exit 1; \
    done

FROM ${DEBIAN_IMAGE}
RUN rm -rf /usr/share/orthanc-launcher /usr/local/bin/orthanc-launcher /usr/share/orthanc/plugins-available/libModalityWorklists.so \
    && mv /usr/sbin/Orthanc /usr/local/bin/ \
    && cp -L --remove-destination /usr/share/orthanc/plugins-available/*.so /tmp/ \
    && rm /usr/share/orthanc/plugins-available/* && mv /tmp/*.so /usr/share/orthanc/plugins-available/ \
    && ln -s /usr/share/orthanc/plugins-available /usr/share/orthanc/plugins-disabled \
    && chown -R orthanc:orthanc /var/lib/orthanc /usr/share/orthanc/plugins /etc/hostid \
    && printf '#!/bin/sh\necho "the entry point of before"\n' >/docker-entrypoint.sh && chmod +x /docker-entrypoint.sh
COPY --from=plugins /plugins/ /usr/share/orthanc/plugins-available/
COPY startup/ /startup/
ENV SSL_CERT_DIR=/etc/ssl/certs
SHELL ["/bin/bash", "-c"]
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["/tmp/orthanc.json"]
