// Hydrogen as a person opens it: the whole client in a page of its own.
import { Platform, FeatureSet, RootViewModel, createNavigation, createRouter } from "hydrogen-view-sdk";

const config = await (await fetch("config.json")).json();
const platform = new Platform({
  container: document.body,
  config,
  options: { development: false },
  assetPaths: {
    downloadSandbox: "assets/download-sandbox.html",
    worker: "assets/main.js",
    serviceWorker: "sw.js",
    olm: { wasm: "olm.wasm", wasmBundle: "olm.js", legacyBundle: "olm_legacy.js" },
  },
});
const navigation = createNavigation();
platform.setNavigation(navigation);
await platform.init();
const urlRouter = createRouter({ navigation, history: platform.history });
urlRouter.attach();
const features = await FeatureSet.load(platform.settingsStorage);
const view = new RootViewModel({ platform, urlCreator: urlRouter, urlRouter, navigation, features });
await view.load();
platform.createAndMountRootView(view);
