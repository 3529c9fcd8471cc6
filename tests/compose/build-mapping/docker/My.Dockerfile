FROM orthancteam/orthanc AS last
