/* A plugin that does nothing but be there under a name: -DNAME="..." -DVERSION="...". */
#include <stdint.h>

int32_t OrthancPluginInitialize(const void *context)
{
    (void)context;
    return 0;
}

void OrthancPluginFinalize(void)
{
}

const char *OrthancPluginGetName(void)
{
    return NAME;
}

const char *OrthancPluginGetVersion(void)
{
    return VERSION;
}
