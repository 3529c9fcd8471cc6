extern "C"
{
  int32_t OrthancPluginInitialize(OrthancPluginContext* context)
  {
    OrthancPlugins::OrthancConfiguration configuration;
    OrthancPlugins::OrthancConfiguration sample;
    configuration.GetSection(sample, "Sample");

    bool enabled = sample.GetBooleanValue("Enable", false);
    std::string root = sample.GetStringValue("Root", "/sample/");
    float quality = sample.GetFloatValue("Quality", 0.5);

    OrthancPlugins::OrthancConfiguration cache;
    sample.GetSection(cache, "Cache");
    unsigned int size = cache.GetUnsignedIntegerValue("Size", 100);
    return 0;
  }
}
