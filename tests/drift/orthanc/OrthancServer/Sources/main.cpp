#include "OrthancConfiguration.h"

static const char* const STORAGE = "StorageDirectory";

static void Configure(OrthancConfiguration& configuration)
{
  // configuration.GetBooleanParameter("Commented", true);
  std::string folder = configuration.GetStringParameter(STORAGE, "OrthancStorage");
  unsigned int port = configuration.GetUnsignedIntegerParameter("HttpPort", 8042);
  bool isOpen = configuration.GetBooleanParameter("RemoteAccessAllowed", false);
  bool isNew = configuration.GetBooleanParameter("BrandNew", /* default */ true);

  std::set<std::string> classes;
  configuration.GetSetOfStringsParameter(classes, "AcceptedSopClasses");

  /* configuration.GetStringParameter("InAComment", ""); */
}
