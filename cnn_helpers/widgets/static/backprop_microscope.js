export default () => { return {}; };
