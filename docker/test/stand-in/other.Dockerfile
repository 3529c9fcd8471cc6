# Stands in for any other image with Orthanc: one folder of plugins that are all loaded, as in Debian's own packages.
# The two lines after the last FROM are the recipe of docker/README.md.
ARG DEBIAN_IMAGE=orthanc
ARG LAUNCHER_IMAGE=orthanc-launcher
FROM ${LAUNCHER_IMAGE} AS orthanc-launcher
FROM ${DEBIAN_IMAGE} AS other
RUN rm -rf /usr/share/orthanc-launcher /usr/local/bin/orthanc-launcher /usr/share/orthanc/plugins-available \
    && ln -s /usr/lib/orthanc/libOrthancDicomWeb.so.* /usr/share/orthanc/plugins/libOrthancDicomWeb.so \
    && ln -s /usr/lib/orthanc/libServeFolders.so.* /usr/share/orthanc/plugins/libServeFolders.so
ENTRYPOINT ["Orthanc"]
CMD ["/etc/orthanc/"]

FROM other
COPY --from=orthanc-launcher /orthanc-launcher /usr/local/bin/
ENTRYPOINT ["orthanc-launcher"]
