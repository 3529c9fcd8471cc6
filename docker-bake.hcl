# docker buildx bake [--push] [TARGET]: the images of docker/Dockerfile and, as the group "source", those of
# docker/source/Dockerfile, for both architectures.
# Every variable can be set from the environment: SUFFIX=-1.2.3 REPOSITORY=registry.example/orthanc docker buildx bake --push all

variable "REPOSITORY" {
  default = "orthanc-launcher/orthanc"
}

# What follows the target's name in the tag, such as -1.2.3.
variable "SUFFIX" {
  default = ""
}

variable "VERSION" {
  default = "0.1.0"
}

variable "REVISION" {
  default = ""
}

variable "SDK_IMAGE" {
  default = "dotnet/sdk:10.0"
}

variable "DEBIAN_IMAGE" {
  default = "debian"
}

variable "DEBIAN_SUITE" {
  default = "trixie"
}

variable "ORTHANCTEAM_IMAGE" {
  default = "orthancteam/orthanc"
}

variable "ORTHANCTEAM_TAG" {
  default = "latest"
}

# The build arguments of docker/source/Dockerfile; docker/source/README.md tells what they are.
variable "source_base" {
  default = "https://orthanc.uclouvain.be/hg"
}

variable "orthanc_branch" {
  default = ""
}

variable "framework_branch" {
  default = ""
}

variable "databases_branch" {
  default = ""
}

variable "dicomweb_branch" {
  default = ""
}

variable "gdcm_branch" {
  default = ""
}

variable "webviewer_branch" {
  default = ""
}

variable "wsi_branch" {
  default = ""
}

variable "downloads" {
  default = "ON"
}

variable "jobs" {
  default = ""
}

group "default" {
  targets = ["debian"]
}

group "all" {
  targets = ["launcher", "debian", "full", "orthancteam"]
}

target "common" {
  context    = "."
  dockerfile = "docker/Dockerfile"
  platforms  = ["linux/amd64", "linux/arm64"]
  args = {
    SDK_IMAGE         = SDK_IMAGE
    DEBIAN_IMAGE      = DEBIAN_IMAGE
    DEBIAN_SUITE      = DEBIAN_SUITE
    ORTHANCTEAM_IMAGE = ORTHANCTEAM_IMAGE
    TAG               = ORTHANCTEAM_TAG
    VERSION           = VERSION
    REVISION          = REVISION
  }
}

target "launcher" {
  inherits = ["common"]
  target   = "launcher"
  tags     = ["${REPOSITORY}:launcher${SUFFIX}"]
}

target "debian" {
  inherits = ["common"]
  target   = "debian"
  tags     = ["${REPOSITORY}:debian${SUFFIX}"]
}

target "full" {
  inherits = ["common"]
  target   = "full"
  tags     = ["${REPOSITORY}:full${SUFFIX}"]
}

target "orthancteam" {
  inherits = ["common"]
  target   = "orthancteam"
  tags     = ["${REPOSITORY}:orthancteam${SUFFIX}"]
}

group "source" {
  targets = ["source-orthanc", "source-orthanc-plugins"]
}

target "source-common" {
  context    = "."
  dockerfile = "docker/source/Dockerfile"
  platforms  = ["linux/amd64", "linux/arm64"]
  args = {
    SDK_IMAGE        = SDK_IMAGE
    DEBIAN_IMAGE     = DEBIAN_IMAGE
    DEBIAN_SUITE     = DEBIAN_SUITE
    VERSION          = VERSION
    REVISION         = REVISION
    source_base      = source_base
    orthanc_branch   = orthanc_branch
    framework_branch = framework_branch
    databases_branch = databases_branch
    dicomweb_branch  = dicomweb_branch
    gdcm_branch      = gdcm_branch
    webviewer_branch = webviewer_branch
    wsi_branch       = wsi_branch
    downloads        = downloads
    jobs             = jobs
  }
}

target "source-orthanc" {
  inherits = ["source-common"]
  target   = "orthanc"
  tags     = ["${REPOSITORY}:source${SUFFIX}"]
}

target "source-orthanc-plugins" {
  inherits = ["source-common"]
  target   = "orthanc-plugins"
  tags     = ["${REPOSITORY}:source-plugins${SUFFIX}"]
}
