# docker buildx bake [--push] [TARGET]: the images of docker/Dockerfile, for both architectures.
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

variable "DEBIAN_SUITE" {
  default = "trixie"
}

variable "ORTHANCTEAM_IMAGE" {
  default = "orthancteam/orthanc"
}

variable "ORTHANCTEAM_TAG" {
  default = "latest"
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
